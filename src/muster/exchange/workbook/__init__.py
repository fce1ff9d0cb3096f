"""Excel workbooks: the one folder that knows the libraries which read and write them."""
