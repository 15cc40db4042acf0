"""A remote signing service to try the portal with: sample citizens' keys, a phone as a web page.

It belongs to the test PKI, marks every page TEST, and does not start in production.
"""
