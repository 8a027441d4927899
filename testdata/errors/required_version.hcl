pipectl { required_version = ">= 99.0" } # ERROR: PC0220 This project asks for pipectl >= 99\.0, and this is pipectl .*
pipeline "p" {}
