"""Moving in: the people and practices of a network that exists already, from one spreadsheet, all of it or nothing.

A sheet is read into a plan, which an administrator looks at before anything is written. People who are brought in get an
invitation, and practices are drafts of their authors: nothing stands in somebody's name before they said yes themselves.
"""
