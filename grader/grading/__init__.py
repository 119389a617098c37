"""One submission → one result: the secret, the hearing, the verdict, and what is known afterwards."""
