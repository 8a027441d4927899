pipeline "p" {
  task "wait" "a" {} # ERROR: PC0203 One of "for" and "until" is required in task "wait" "a", and all are left out\.
}
