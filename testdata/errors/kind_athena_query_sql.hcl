pipeline "p" {
  task "athena_query" "a" {
    sql      = "SELECT 1" # ERROR: PC0202 An argument named "sql" is not expected in task "athena_query" "a", where the argument "query" is required and left out\. Is that what is meant\?
    database = "lake"
  }
}
