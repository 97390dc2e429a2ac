"""Charts as Vega-Lite specifications: plain data, drawn alike in the browser, in a PDF and in a mail.

A specification carries no colours and no number formats: marks name a style of `theme`, texts come already formatted.
"""
