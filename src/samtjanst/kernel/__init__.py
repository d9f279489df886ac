"""Plain values and rules that know neither Django nor any other part of the product."""
