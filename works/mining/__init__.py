"""Technical terms mined from titles and abstracts: counted, weighed, merged and put in their places."""
