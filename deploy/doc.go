// Package deploy says what will change in an AWS account when a pipeline is
// deployed, and changes it. It knows neither the language pipelines are written
// in nor how they became state machines: it is given a Spec, texts and settings.
// Nor does it know AWS's SDK: it speaks to a Client, which deploy/aws implements
// over the network and Memory in a map.
//
// Read says what is live, Diff compares that with a Spec and gives a Plan, Apply
// carries a plan out. Diff is pure; Apply makes only the calls of its plan. Start
// at Spec, then Diff.
//
// What must hold after each call, so that a deploy can be killed at any point:
// the version that served before still serves, or the new one does, whole; and
// running the deploy again ends where an undisturbed one ends. It follows from
// the order of a plan and from three rules more:
//
//   - A version of a state machine is never changed, and what it needs (its
//     role's permissions, its log group, the versions of the machines that it
//     runs parts of itself by) is there before it and goes after it.
//   - Whatever is made is named after the pipeline, so that a second run finds
//     it, and carries tags that say whose it is, so that nothing else is touched.
//   - What says that a deploy is complete is written last.
package deploy
