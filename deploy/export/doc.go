// Package export writes what deploying a pipeline makes for other tools to make:
// as CloudFormation's templates, as templates of the Serverless Application
// Model, as a module of Terraform. It is given the specs that package deploy is
// given, and takes from it which resources there are, with what names and what
// in them, so that all say the same. It asks AWS nothing: an account and a region
// that are not known stand in what is written as the tool's own references to
// them.
//
// What is not here: the machines and policies themselves, which come with the
// spec, and the deploying.
//
// Start at Place, which specs to be exported are made for, then CloudFormation.
package export
