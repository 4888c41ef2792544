"""Who writes a practice beside its author: colleagues of the firm whose practice it is.

A co-author may do what the author may, but for throwing a draft away. Who is no longer of the firm, or is shut out, writes
no more; what they wrote stays.
"""
