package catalog

// What the three kinds of SageMaker job share.

// sagemakerName is the name of a job that the user gave none. It must be new in
// the account for every attempt, and has 63 characters at most.
const sagemakerName = `"${substr(replace(task_name, "_", "-"), 0, 26)}-${uuid()}"`

// sagemakerTags turns a map of tags into the list that the API wants.
const sagemakerTags = `{ Tags = tags == null ? null : [for key, value in tags : { Key = key, Value = value }] }`

var sagemakerTagsArg = Arg{
	Name: "tags", Type: pairs,
	Doc: "Tags of the job.",
}

var sagemakerExperimentArg = Arg{
	Name: "experiment_config", ASL: "ExperimentConfig", Type: whatever,
	Doc: "Experiment and trial that the job belongs to.",
}

// sagemakerTagging is for the tag by which Step Functions marks a job that it
// waits for.
func sagemakerTagging(jobs string) Allow {
	return allow(jobs, "sagemaker:AddTags", "sagemaker:ListTags")
}

// sagemakerTagged is for the user's own tags.
func sagemakerTagged(jobs string) Allow {
	return Allow{Actions: []string{"sagemaker:AddTags"}, Resource: jobs, If: "tags"}
}

var sagemakerErrors = []string{
	"SageMaker.AmazonSageMakerException",
	"SageMaker.ResourceInUseException",
	"SageMaker.ResourceLimitExceededException",
	"SageMaker.ResourceNotFoundException",
}

// SageMaker's models name no throttling: it comes as the catch-all.
var sagemakerTransient = []string{
	"SageMaker.AmazonSageMakerException",
	"SageMaker.SdkClientException",
}

var sagemakerNotes = []string{
	"A job that fails or is stopped raises `States.TaskFailed`, with the job's description as JSON in the cause.",
	"The result is the description of the job, by AWS's rule for `.sync`; its members are unverified.",
	"A quota that is used up raises `SageMaker.ResourceLimitExceededException`, which is not `\"transient\"`.",
}

// sagemakerObject is an argument whose value is as the API has it.
func sagemakerObject(name, member, doc string) Arg {
	return Arg{Name: name, ASL: member, Type: whatever, Doc: doc}
}
