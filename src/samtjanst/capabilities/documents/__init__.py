"""Documents that last: case documents, receipts and decisions as PDF/A-3a and PDF/UA-1.

Pure functions over the neutral blocks of :mod:`.types`; :mod:`.render` turns them into bytes and
:mod:`.checker` looks at the result with another library's eyes. Knows no case, form or database.
"""
