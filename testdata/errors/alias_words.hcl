pipeline "p" {
  alias = "my alias" # ERROR: PC0204 "my alias" cannot be an alias\. Its name has letters, digits, underscores, hyphens and dots, not digits alone, and at most 80 characters\.
}
