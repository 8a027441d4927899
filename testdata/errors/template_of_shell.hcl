pipeline "p" {
  input "date" { type = string }
  task "athena_query" "a" {
    query = "select * from t where day = '$input.date'" # WARNING: PC0134 "\$input\.date" is taken as it stands here\. \$\{input\.date\} puts the value in\.
  }
}
