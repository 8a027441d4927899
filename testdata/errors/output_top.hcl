output "x" { value = 1 } # ERROR: PC0201 A block of type "output" is not expected at the top of a file\. The output of an execution is an argument of its pipeline: output = …\.
