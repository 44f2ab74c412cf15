"""The assistant over HTTP: the product's own interface, Rasa's, and the widget's files."""
