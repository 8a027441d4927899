terraform { required_version = ">= 1.0" } # ERROR: PC0201 A block of type "terraform" is not expected at the top of a file\. .*
