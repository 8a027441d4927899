pipectl { required_version = "latest" } # ERROR: PC0220 "latest" is no version constraint\. Write, for example, ">= 0\.1" or ">= 0\.1, < 2\.0"\.
