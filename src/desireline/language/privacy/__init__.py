"""Personal data out of texts, before anybody reads them."""
