pipeline "p" {
  trigger "event" "t" {} # ERROR: PC0203 The argument "pattern" is required in trigger "event" "t", and it is left out\. Add pattern = …\.
}
