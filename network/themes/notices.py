"""The kinds of Notification that themes give."""

JOIN_ASKED = "themes.join_asked"
JOIN_GRANTED = "themes.join_granted"
JOIN_DECLINED = "themes.join_declined"
NOW_LEADS = "themes.now_leads"
