"""The whole portal on one machine: servers of its own, a town of invented people, every mail shown.

Nothing here is for production.
"""
