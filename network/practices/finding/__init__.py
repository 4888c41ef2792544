"""Finding a practice: by theme, by the firm’s size and sector, by what it cost, and by the study’s own words.

Counts stand beside each choice: what would be left if one made it, in the reader’s own rights. They are counted over the
newest practices only (`rules.COUNTED`), in one row of one statement, so that a page costs the same for fifty thousand.
"""
