"""Pictures and documents of a practice: within its text, or below it.

They are kept by the files capability beside the practice; what they show and what they are called stands in a list on the
practice itself, so that its page costs no statement for them.
"""
