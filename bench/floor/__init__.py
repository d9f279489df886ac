"""The least that a web application does: parse a form, insert one row. No part of the product."""
