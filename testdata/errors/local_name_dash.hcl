locals {
  my-local = 1 # ERROR: PC0204 "my-local" cannot be a name\. A name begins with a letter, goes on with letters, digits and underscores, and has at most 60 characters: "my_local", for example\.
}
