pipeline "p" {
  task "aws" "a" {
    call = "sts:assumeRole" # ERROR: PC0303 Step Functions cannot make the call "sts:assumeRole": AWS lists it among those that its SDK integrations leave out\.
  }
}
