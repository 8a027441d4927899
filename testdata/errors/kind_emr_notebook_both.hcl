pipeline "p" {
  task "emr_notebook" "a" {
    cluster             = "j-1"
    editor              = "e-1"
    notebook            = "n.ipynb"
    parameters_json     = "{}"
    notebook_parameters = { a = 1 } # ERROR: PC0218 "notebook_parameters" and "parameters_json" cannot be given together\.
  }
}
