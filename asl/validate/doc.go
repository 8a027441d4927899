// Package validate says whether AWS would accept a state machine, and what to
// change where it would not. It checks a definition's form with a JSON Schema
// of our own, and what a schema cannot say (transitions, expressions, scopes,
// resources, limits) with rules in Go; every rule is an entry of Rules. It
// does not run machines (see asl/engine) and knows no API's parameters. Start
// at Definition and Rules.
//
// A placeholder of CloudFormation, SAM, Terraform or the Serverless Framework,
// ${...}, stands for text that is not known yet, and a string with one for a
// value of any type: no rule judges it.
package validate
