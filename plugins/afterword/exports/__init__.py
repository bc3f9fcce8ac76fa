"""The library in other forms than the site: values, which `store` writes."""
