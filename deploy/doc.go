// Package deploy names the resources that a deployed pipeline consists of, and
// what has to be asked of AWS to read and to change them. It knows neither the
// language pipelines are written in nor how they became state machines, and it
// does not know AWS's SDK: what speaks to AWS is a Client. Start at Client and
// Resource.
package deploy
