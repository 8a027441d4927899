// Package exporttest reads exports back: it judges templates of CloudFormation and
// SAM and modules of Terraform by the schemas of their resource types, evaluates
// them for a place as the tools do, and says which resources they make. What it
// reads with are parsers that the exports are not written with, but for HCL's. It
// is for tests only. Start at Template and Module; Wanted says what they are
// compared with.
//
// The schemas hold what is needed of
//
//   - schema/cloudformation.json: the resource provider schemas of us-east-1 that
//     come with cfn-lint 1.51.0, without descriptions, without what can only be
//     read, and without the targets of rules and schedules that are no machines;
//     AWS::Serverless::StateMachine as the models of aws-sam-translator 1.110.0
//     have it, whose types are those of CloudFormation where it passes them on;
//   - schema/terraform.json: `terraform providers schema -json` of hashicorp/aws
//     5.100.0, the same way.
package exporttest
