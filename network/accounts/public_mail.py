"""Where anybody can have mail, so that sharing the domain says nothing about sharing a firm. No database, clock or Flask.

A domain too many costs a newcomer one question; a domain too few lets a stranger into a firm. So whoever sells internet to
households stands here, whether or not their own people have mail there as well.
"""

from __future__ import annotations

import re

DOMAINS = frozenset(
    """
    126.com 163.com abv.bg accountant.com aim.com azet.sk bk.ru centrum.cz cheerful.com citromail.hu consultant.com
    countermail.com ctemplar.com daum.net dir.bg disroot.org dr.com duck.com email.com email.cz engineer.com
    europe.com foxmail.com freemail.hu gazeta.pl gmail.com googlemail.com hanmail.net hey.com hushmail.com i.ua
    icloud.com iname.com inbox.com inbox.lv inbox.ru interia.eu interia.pl internet.ru keemail.me list.ru live.com
    mac.com mail.bg mail.com mail.ru mailbox.org mailfence.com me.com mozmail.com msn.com mynet.com myself.com
    myyahoo.com naver.com o2.pl onet.eu onet.pl op.pl passport.com pm.me poczta.fm post.com post.cz
    privaterelay.appleid.com proton.me qq.com rambler.ru rediffmail.com riseup.net rocketmail.com runbox.com
    seznam.cz sina.com startmail.com tlen.pl tuta.com tuta.io tutamail.com ukr.net usa.com walla.co.il walla.com
    windowslive.com wp.pl writeme.com ya.ru ymail.com zoho.com zoho.eu zoho.in

    12move.nl caiw.nl caiway.net caiway.nl casema.nl chello.nl cistron.nl concepts.nl dds.nl demon.nl dolfijn.nl
    edpnet.nl euronet.nl fiberworld.nl filternet.nl freeler.nl freemail.nl gmail.nl hccnet.nl het.net hetnet.nl
    home.nl iae.nl introweb.nl ision.nl kabelfoon.net kabelfoon.nl kliksafe.nl kpnmail.nl kpnplanet.nl luna.nl
    lycos.nl msn.nl multiweb.nl onetelnet.nl online.nl onsbrabantnet.nl onsmail.nl onsneteindhoven.nl
    onsnetnuenen.nl orange.nl planet.nl quicknet.nl raketnet.nl razcall.com razcall.nl scarlet.nl simpc.nl solcon.nl
    speedlinq.nl stipte.nl t-mobilethuis.nl tele2.nl telfort.nl telfortglasvezel.nl tiscali.nl tomaatnet.nl
    trined.nl tweak.nl tweakdsl.nl unet.nl upcmail.nl versatel.nl vodafonevast.nl wanadoo.nl wolmail.nl
    worldonline.nl wxs.nl xmsnet.nl xs4all.nl zeelandnet.nl zeggis.com zeggis.nl ziggo.nl ziggomail.com zonnet.nl

    advalvas.be belgacom.net brutele.be edpnet.be euphonynet.be fulladsl.be orange.be pandora.be proximus.be pt.lu
    scarlet.be skynet.be swing.be telenet.be versateladsl.be voo.be

    a1.net alice-dsl.de alice-dsl.net aon.at arcor.de bluewin.ch chello.at email.de ewe.net ewetel.net freenet.de
    hispeed.ch htp-tel.de inode.at kabelbw.de kabelmail.de liwest.at magenta.de mail.de netcologne.de o2mail.de
    o2online.de online.de osnanet.de sunrise.ch t-online.de unity-mail.de unitybox.de vodafone.de vodafonemail.de
    web.de

    alice.it aliceadsl.fr bbox.fr bredband.net cegetel.net club-internet.fr comhem.se eircom.net fastwebnet.it
    free.fr get2net.dk inwind.it iol.it iol.pt kolumbus.fi laposte.net libero.it luukku.com mail.dk netcabo.pt
    neuf.fr noos.fr numericable.fr online.no ono.com orange.fr otenet.gr sapo.pt saunalahti.fi sfr.fr spray.se
    stofanet.dk tdcadsl.dk tele2.se telefonica.net telenor.dk telia.com terra.es tin.it virgilio.it

    att.net bellsouth.net bigpond.com bigpond.net.au blueyonder.co.uk bol.com.br btinternet.com btopenworld.com
    charter.net comcast.net cox.net earthlink.net juno.com mweb.co.za netzero.net ntlworld.com optonline.net
    optusnet.com.au plusnet.com roadrunner.com rogers.com rr.com sbcglobal.net shaw.ca sky.com sympatico.ca
    talk21.com talktalk.net telkomsa.net telus.net terra.com.br tiscali.co.uk uol.com.br verizon.net virgin.net
    virginmedia.com xtra.co.nz

    10minutemail.com addy.io anonaddy.com anonaddy.me discard.email guerrillamail.com mailinator.com sharklasers.com
    simplelogin.co simplelogin.com temp-mail.org trashmail.com
    """.split()
)  # everywhere; the Netherlands; Belgium; Germany, Switzerland, Austria; elsewhere in Europe; overseas; to hide behind

# Of each of these there is one in many countries: hotmail.co.uk, gmx.at, yahoo.com.br, live.nl.
NAMES = frozenset(
    """
    aol fastmail gmx googlemail hotmail hushmail live lycos outlook posteo protonmail tiscali tutanota wanadoo yahoo
    yandex yopmail zohomail
    """.split()
)
_IN_SOME_COUNTRY = re.compile(r"(?:(?:com?|net?|org?)\.)?[a-z]{2}|com|net|org|info|email")


def is_public_mail(domain: str) -> bool:
    """Whether anybody can have an address at a domain."""
    name, _, rest = domain.partition(".")
    return domain in DOMAINS or (name in NAMES and _IN_SOME_COUNTRY.fullmatch(rest) is not None)
