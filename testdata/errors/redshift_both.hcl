pipeline "p" {
  task "redshift_query" "x" {
    sql       = "select 1"
    database  = "d"
    workgroup = "w"
    cluster   = "c" # ERROR: PC0218 "workgroup" and "cluster" cannot be given together: only one of "workgroup" and "cluster" can\.
  }
}
