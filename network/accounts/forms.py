"""The shape of what Flask-Security's pages and the settings ask; faults are told at the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security.change_email import ChangeEmailForm
from flask_security.confirmable import send_confirmation_instructions
from flask_security.forms import (
    ChangePasswordForm,
    EmailValidation,
    ForgotPasswordForm,
    IsString,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    SendConfirmationForm,
    email_required,
    password_required,
    unique_user_email,
    valid_user_email,
)
from flask_security.utils import get_message, hash_password, verify_password
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from network.kernel.database import begin_writing_request
from network.kernel.forms import Form, Longest, Required
from network.kernel.i18n import LANGUAGES, language
from network.kernel.text import tidy_line
from network.members.forms import HR_CHOICES, PROVINCE_CHOICES, SECTOR_CHOICES, SIZES, one_of
from network.members.models import Member
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES

LANGUAGE_CHOICES = [SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")]
LONGEST_TYPED = 512  # characters; hashing what is longer would be refused, and no password is
FIRM = ("place", "province", "size_class", "sector")

_email = _l("Your e-mail address")
_password = _l("Your password")
_new_password = _l("Your new password")


def _line(label: Any, longest: int) -> StringField:
    return StringField(label, [Required(), Longest(longest)], filters=[tidy_line])


def _present_password(label: Any) -> PasswordField:
    return PasswordField(label, [IsString(), password_required, Longest(LONGEST_TYPED)])


def _known_email() -> EmailField:
    return EmailField(_email, validators=[IsString(), email_required, EmailValidation(verify=True), valid_user_email])


class Writes:
    """What follows when a form is right writes; its transaction begins only then."""

    def validate(self, **more: Any) -> bool:
        right: bool = super().validate(**more)  # type: ignore[misc]
        if right:
            begin_writing_request()
        return right


class RegistrationForm(Writes, RegisterFormV2):
    """One form for the person and the firm; only what stands here can be set by registering."""

    name = _line(_l("Your name"), 120)
    email = EmailField(_email, validators=[IsString(), email_required, EmailValidation(verify=True), unique_user_email])
    password = PasswordField(_l("Choose a password"), [IsString(), password_required])
    organisation = _line(_l("Name of your organisation"), 120)
    place = _line(_l("Place"), 80)
    province = SelectField(_l("Province"), [one_of(PROVINCES)], choices=PROVINCE_CHOICES, validate_choice=False)
    sector = SelectField(_l("Sector"), [one_of(SECTORS)], choices=SECTOR_CHOICES, validate_choice=False)
    size_class = RadioField(
        _l("How many people work there?"), [one_of(SIZE_CLASSES)], choices=SIZES, validate_choice=False
    )
    has_hr = RadioField(
        _l("Do you have an HR department?"), [one_of(("yes", "no"))], choices=HR_CHOICES, validate_choice=False
    )
    rules = BooleanField(_l("House rules"), [InputRequired(_l("Agree to the house rules to take part."))])

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """What the datastore makes a member of; nothing for signals, which need no password."""
        if not only_user:
            return {}
        facts = {name: self[name].data for name in FIRM}
        firm = {"name": self.organisation.data, "has_hr": self.has_hr.data == "yes", **facts}
        person = {name: self[name].data for name in ("name", "email", "password")}
        return {**person, "organisation": firm, "language": language()}


class SignInForm(LoginForm):
    """Address and password. A session lasts 30 days anyway, so there is nothing more to remember."""

    email = EmailField(_email, validators=[IsString(), email_required, EmailValidation(verify=False)])
    password = _present_password(_password)
    remember = None

    @property
    def shut_out(self) -> Member | None:
        """The member who is shut out, once they have shown by their password that it is they."""
        known: Any = self.user if self.user_authenticated else None
        return known if known is not None and not known.active else None

    def tell_what_is_missing(self) -> None:
        """Put words at the fields that are empty: that nothing stands there tells nobody whom we know."""
        asked = ((self.email, "EMAIL_NOT_PROVIDED"), (self.password, "PASSWORD_NOT_PROVIDED"))
        empty = [(field, message) for field, message in asked if not field.data]
        for field, message in empty:
            field.errors = [get_message(message)[0]]
        if empty:
            self.form_errors[:] = []


class TellsTypos:
    """An address that cannot be one is told; whether we know it is not."""

    def validate(self, **more: Any) -> bool:
        right: bool = super().validate(**more)  # type: ignore[misc]
        field: Any = self.email  # type: ignore[attr-defined]
        if not right and self.user is None and field.errors and not _is_unknown(field):  # type: ignore[attr-defined]
            self.form_errors.append(field.errors[0])  # type: ignore[attr-defined]
        return right


def _is_unknown(field: Any) -> bool:
    return bool(field.errors[0] == get_message("USER_DOES_NOT_EXIST")[0])


class AskConfirmationForm(TellsTypos, Writes, SendConfirmationForm):
    """Where to send the link again."""

    email = _known_email()


class AskResetForm(TellsTypos, Writes, ForgotPasswordForm):
    """Whose password was forgotten. Who never confirmed gets that link first, or would wait for nothing."""

    email = _known_email()

    def validate(self, **more: Any) -> bool:
        right = super().validate(**more)
        if right:
            hash_password("as long as it takes")  # the view spends as much on an address that nobody has
        elif self.requires_confirmation:
            send_confirmation_instructions(self.user)  # type: ignore[no-untyped-call]
        return bool(right)


class NewPasswordForm(Writes, ResetPasswordForm):
    """A new password, behind the link from the mail."""

    password = PasswordField(_new_password, [IsString(), password_required])
    password_confirm = None


class PasswordForm(Writes, ChangePasswordForm):
    """The password that was, and the one to come."""

    password = _present_password(_l("Your password now"))
    new_password = PasswordField(_new_password, [IsString(), password_required])
    new_password_confirm = None


class AddressForm(Writes, ChangeEmailForm):
    """Another address; the password shows that it is not somebody passing by an open computer."""

    email = EmailField(
        _l("Your new e-mail address"),
        validators=[IsString(), email_required, EmailValidation(verify=True), unique_user_email],
    )
    password = _present_password(_password)

    def validate_password(self, field: PasswordField) -> None:
        """Ask before anything is said about the address. Raises ValidationError, which shows at the field."""
        require_own_password(field)


def require_own_password(field: PasswordField) -> None:
    """Whether it is the password of who is signed in. Raises ValidationError, which shows at the field."""
    if not field.errors and not verify_password(_normal(field.data), current_user.password):
        raise ValidationError(get_message("INVALID_PASSWORD")[0])


def _normal(password: str) -> str:
    return str(_password_util().normalize(password))


def _password_util() -> Any:
    from flask_security.proxies import _security

    return _security.password_util


class InvitationForm(Form):
    """Coming in by the link of an invitation: one's name as it should be, a password, the house rules."""

    name = StringField(_l("Your name"), [Required(), Longest(120)])
    password = PasswordField(_l("Choose a password"), [Required(), Longest(LONGEST_TYPED)])
    rules = BooleanField(_l("House rules"), [InputRequired(_l("Agree to the house rules to take part."))])

    def __init__(self, member: Member, **more: Any) -> None:
        super().__init__(**more)
        self.member = member

    def validate_password(self, field: PasswordField) -> None:
        """Raises ValidationError, which shows at the field."""
        faults, field.data = _password_util().validate(field.data, False, user=self.member)
        if faults:
            raise ValidationError(faults[0])


class DepartureForm(Form):
    """Being erased: the password shows that it is not somebody passing by, and a firm's last contact names the next."""

    successor = SelectField(_l("Who looks after the page of your firm from now on?"), validate_choice=False)
    password = PasswordField(_password, [Required(), Longest(LONGEST_TYPED)])

    def __init__(self, heirs: Sequence[Member], **more: Any) -> None:
        super().__init__(**more)
        self.heirs = {each.slug: each for each in heirs}
        nobody = SelectChoice("", _l("Choose a colleague"))
        self.successor.choices = [nobody, *(SelectChoice(each.slug, each.name) for each in heirs)]

    def validate_successor(self, field: SelectField) -> None:
        """Only where there is somebody to choose. Raises ValidationError, which shows at the field."""
        if self.heirs and field.data not in self.heirs:
            raise ValidationError(_l("Choose one of your colleagues."))

    def validate_password(self, field: PasswordField) -> None:
        """Raises ValidationError, which shows at the field."""
        require_own_password(field)

    def chosen(self) -> Member | None:
        """Who comes after them, if anybody must."""
        return self.heirs.get(self.successor.data or "")


class ErasureForm(Form):
    """Why somebody is erased."""

    reason = StringField(_l("Why?"), [Required(), Longest(300)])


class SuspensionForm(Form):
    """Why somebody is shut out."""

    reason = TextAreaField(_l("Why?"), [Required(), Longest(1000)])


class SettingsForm(Form):
    """What a member settles about themselves."""

    name = StringField(_l("Your name"), [Required(), Longest(120)])
    job = StringField(_l("What do you do at your organisation?"), [Longest(120)])
    ask_me = StringField(_l("What can others ask you?"), [Longest(200)])
    is_listed = BooleanField(_l("Other members can find me"))
    language = RadioField(_l("Language"), [one_of(LANGUAGES)], choices=LANGUAGE_CHOICES, validate_choice=False)
    mail_reminders = BooleanField(_l("Mail me before a meetup that I signed up for, and after it"))
    mail_conversations = BooleanField(_l("Mail me when somebody answers me or writes to me"))
    mail_news = BooleanField(_l("Mail me what else is new for me"))
    mail_digest = BooleanField(_l("Mail me once a week what is new, on Monday, in one mail"))
