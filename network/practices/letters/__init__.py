"""Asking somebody about a practice in private: the network passes letters on by mail, and shows nobody's address.

A letter is read by its writer and by who got it, and by nobody else; not by colleagues, coordinators or administrators.
"""
