pipectl { required_version = "=> 0.1" } # ERROR: PC0220 "=> 0\.1" is no version constraint\. Write, for example, ">= 0\.1" or ">= 0\.1, < 2\.0"\.
