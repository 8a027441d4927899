// Package aws is deploy's Client for AWS, by way of aws-sdk-go-v2, which nothing
// else in pipectl imports. It translates: resources into calls and back, and the
// errors of the services into faults. It decides nothing and repeats nothing;
// that is deploy's. All it does of its own is to keep to the rates at which Step
// Functions answers.
//
// Start at Open. There is a file for each service, and faultOf for the errors.
package aws
