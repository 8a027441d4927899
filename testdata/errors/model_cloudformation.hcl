pipeline "p" {
  task "aws" "member" {
    call = "cloudformation:createStack"
    arguments = {
      StackName = "s"
      Parameters = [
        { ParameterKey = "a", ParameterValue = "1" },
        { ParameterKey = "b", Value = "2" }, # ERROR: PC0121 "Parameters" of "cloudformation:createStack" takes no "Value"\. It takes "ParameterKey", "ParameterValue", "ResolvedValue" and "UsePreviousValue"\.
      ]
    }
  }
  task "aws" "type" {
    call      = "cloudformation:createStack"
    arguments = { StackName = "s", Capabilities = "CAPABILITY_IAM" } # ERROR: PC0124 "Capabilities" of "cloudformation:createStack" is a list, and this is a string\.
  }
  task "aws" "operation" {
    call = "cloudformation:createStackSets" # ERROR: PC0303 The service "cloudformation" has no action "createStackSets"\. Did you mean "createStackSet"\?
  }
}
