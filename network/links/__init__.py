"""The knowledge web: every finding, practice, meetup and theme is a Node; a Link joins two of them and shows at both ends.

Features that do not know each other meet here: each registers its things as nodes (title, address, who may see it) in
the transaction that changes them, and a page asks in one statement what hangs on it, in its reader's rights.
"""
