"""The kinds of Notification that accounts give. Flask-Security asks for its mails by these names as well."""

CONFIRM = "accounts.confirm"
REGISTERED = "accounts.registered"
ALREADY_REGISTERED = "accounts.already_registered"
RESET = "accounts.reset"
RESET_DONE = "accounts.reset_done"
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105  a kind of mail
CHANGE_EMAIL = "accounts.change_email"
EMAIL_CHANGED = "accounts.email_changed"
VERIFIED = "accounts.verified"
UNVERIFIED = "accounts.unverified"
JOIN_OFFERED = "accounts.join_offered"
COLLEAGUE_JOINED = "accounts.colleague_joined"
