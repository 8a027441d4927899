pipectl "x" { required_version = ">= 0.1" } # ERROR: PC0206 A block "pipectl" has no labels, and this one has 1\. Write it as: pipectl \{ … \}\.
