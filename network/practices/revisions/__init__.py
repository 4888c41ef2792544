"""How a practice stood after each time that somebody changed it: what changed can be seen, and put back.

One sitting of one writer is one revision, or a draft that saves itself would have hundreds. Only who may change a practice
sees them: they hold what was taken out.
"""
