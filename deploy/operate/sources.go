package operate

import (
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
)

// A Call is a call of a service that a Task has made, by its history.
type Call struct {
	// Type and Resource are those of the history: "glue", "startJobRun.sync";
	// of a Task that is a function's ARN "", and that.
	Type, Resource string
	Parameters     asl.Value
	// Submitted is what the service answered when the work began; nil where it
	// did not, or is not waited for.
	Submitted asl.Value
	// Output is what the work gave, Cause why it failed: JSON of the service
	// that describes the work, mostly, or a text.
	Output asl.Value
	Cause  string

	Start, End time.Time // End is zero while it runs
}

// Sources are where the services that a call goes to log what they do: none for
// services that log nothing of their own.
//
// The names of groups and keys are those that AWS's guides give, where nothing else
// is configured; UNVERIFIED but for what the answers of the services say.
func Sources(c Call) []Source {
	action, _, _ := strings.Cut(c.Resource, ".")
	f := facts{c}
	switch c.Type + ":" + action {
	case ":" + action: // a function's ARN
		return f.function(c.Resource)
	case "lambda:invoke":
		return f.function(f.text("FunctionName"))
	case "glue:startJobRun":
		return f.glue()
	case "ecs:runTask":
		return f.containers()
	case "batch:submitJob":
		return f.batch()
	case "elasticmapreduce:addStep":
		if id := f.text("StepId"); id != "" {
			return []Source{&Step{f.text("ClusterId"), id}}
		}
	case "emr-serverless:startJobRun":
		return f.serverless()
	case "emr-containers:startJobRun":
		return f.onEKS()
	case "sagemaker:createProcessingJob":
		return f.job("/aws/sagemaker/ProcessingJobs", "ProcessingJobName")
	case "sagemaker:createTrainingJob":
		return f.job("/aws/sagemaker/TrainingJobs", "TrainingJobName")
	case "sagemaker:createTransformJob":
		return f.job("/aws/sagemaker/TransformJobs", "TransformJobName")
	case "databrew:startJobRun":
		return f.job("/aws-glue-databrew/jobs", "Name")
	case "codebuild:startBuild":
		if group := f.text("Build", "Logs", "GroupName"); group != "" {
			return []Source{&Stream{Group: group, Prefix: f.text("Build", "Logs", "StreamName")}}
		}
	case "states:startExecution":
		if arn := f.text("ExecutionArn"); arn != "" {
			return []Source{&Inner{arn}}
		}
	}
	return nil
}

// facts are what a call tells of the work.
type facts struct{ c Call }

// described are the values that describe the work, the last one first.
func (f facts) described() []asl.Value {
	var all []asl.Value
	if v, err := asl.DecodeValue([]byte(f.c.Cause)); err == nil {
		all = append(all, v)
	}
	return append(all, f.c.Output, f.c.Submitted, f.c.Parameters)
}

// value is a member of what describes the work, by its path.
func (f facts) value(path ...string) asl.Value {
	for _, v := range f.described() {
		for _, name := range path {
			if list, ok := v.(asl.Array); ok && len(list) > 0 {
				v = list[0]
			}
			o, _ := v.(asl.Object)
			v, _ = o.Get(name)
		}
		if v != nil {
			return v
		}
	}
	return nil
}

func (f facts) text(path ...string) string {
	s, _ := f.value(path...).(asl.String)
	return string(s)
}

// The time that is looked at around a call, for clocks differ, and logs come late.
const (
	before = 5 * time.Second
	after  = 30 * time.Second
)

// within limits a stream to the time of the call.
func (f facts) within(s *Stream) *Stream {
	s.From = f.c.Start.Add(-before)
	if !f.c.End.IsZero() {
		s.To = f.c.End.Add(after)
	}
	return s
}

// function is a Lambda function, by its name or its ARN. Where the request is known,
// by an error that tells it, only that is meant; else all of the time.
func (f facts) function(name string) []Source {
	if name == "" {
		return nil
	}
	if _, rest, ok := strings.Cut(name, ":function:"); ok {
		name = rest
	}
	name, _, _ = strings.Cut(name, ":") // a version or an alias
	s := f.within(&Stream{Group: "/aws/lambda/" + name})
	if id := f.text("requestId"); id != "" {
		s.Pattern = `"` + strings.ReplaceAll(id, `"`, "") + `"`
	}
	return []Source{s}
}

func (f facts) glue() []Source {
	id := f.text("JobRunId")
	if id == "" {
		if id = f.text("Id"); id == "" { // as the answer of GetJobRun has it
			return nil
		}
	}
	group := f.text("LogGroupName")
	if group == "" {
		group = "/aws-glue/jobs"
	}
	return []Source{
		&Stream{Group: group + "/error", Prefix: id},
		&Stream{Group: group + "/output", Prefix: id},
		&Stream{Group: group + "/logs-v2", Prefix: id, Optional: true}, // of jobs with continuous logging
	}
}

func (f facts) containers() []Source {
	var all []Source
	tasks, ok := f.value("Tasks").(asl.Array)
	if !ok {
		tasks, _ = f.value("tasks").(asl.Array)
	}
	for _, t := range tasks {
		o, _ := t.(asl.Object)
		all = append(all, container(o)...)
	}
	if len(all) > 0 {
		return all
	}
	for _, v := range f.described() { // the task itself, as a failed one is told
		if o, ok := v.(asl.Object); ok {
			if all := container(o); all != nil {
				return all
			}
		}
	}
	return nil
}

func container(task asl.Object) []Source {
	text := func(name string) string {
		v, _ := task.Get(name)
		s, _ := v.(asl.String)
		return string(s)
	}
	arn, definition := text("TaskArn"), text("TaskDefinitionArn")
	if arn == "" || definition == "" {
		return nil
	}
	return []Source{&Container{definition, arn}}
}

func (f facts) batch() []Source {
	stream := f.text("Container", "LogStreamName")
	if stream == "" {
		if stream = f.text("Attempts", "Container", "LogStreamName"); stream == "" {
			return nil
		}
	}
	group := f.text("Container", "LogConfiguration", "Options", "awslogs-group")
	if group == "" {
		group = "/aws/batch/job"
	}
	return []Source{&Stream{Group: group, Prefix: stream}}
}

func (f facts) job(group, name string) []Source {
	if prefix := f.text(name); prefix != "" {
		return []Source{f.within(&Stream{Group: group, Prefix: prefix})}
	}
	return nil
}

// monitoring is where the parameters of an EMR job say that its logs go.
func (f facts) monitoring(path ...string) string {
	return f.text(append([]string{"ConfigurationOverrides", "MonitoringConfiguration"}, path...)...)
}

func (f facts) serverless() []Source {
	app, run := f.text("ApplicationId"), f.text("JobRunId")
	if run == "" {
		return nil
	}
	path := "applications/" + app + "/jobs/" + run
	driver := "SPARK_DRIVER"
	if f.value("JobDriver", "Hive") != nil {
		driver = "HIVE_DRIVER"
	}
	var all []Source
	if uri := f.monitoring("S3MonitoringConfiguration", "LogUri"); uri != "" {
		for _, file := range []string{"stderr", "stdout"} {
			all = append(all, &Object{strings.TrimSuffix(uri, "/") + "/" + path + "/" + driver + "/" + file + ".gz"})
		}
	}
	if f.value("ConfigurationOverrides", "MonitoringConfiguration", "CloudWatchLoggingConfiguration") != nil {
		group := f.monitoring("CloudWatchLoggingConfiguration", "LogGroupName")
		if group == "" {
			group = "/aws/emr-serverless"
		}
		prefix := f.monitoring("CloudWatchLoggingConfiguration", "LogStreamNamePrefix")
		all = append(all, &Stream{Group: group, Prefix: strings.TrimPrefix(prefix+"/"+path, "/")})
	}
	return all
}

func (f facts) onEKS() []Source {
	cluster, id := f.text("VirtualClusterId"), f.text("Id")
	if id == "" {
		return nil
	}
	driver := cluster + "/jobs/" + id + "/containers/spark-" + id + "/spark-" + id + "-driver/"
	var all []Source
	if uri := f.monitoring("S3MonitoringConfiguration", "LogUri"); uri != "" {
		for _, file := range []string{"stderr", "stdout"} {
			all = append(all, &Object{strings.TrimSuffix(uri, "/") + "/" + driver + file + ".gz"})
		}
	}
	if group := f.monitoring("CloudWatchMonitoringConfiguration", "LogGroupName"); group != "" {
		prefix := f.monitoring("CloudWatchMonitoringConfiguration", "LogStreamNamePrefix")
		all = append(all, &Stream{Group: group, Prefix: strings.TrimPrefix(prefix+"/"+driver, "/")})
	}
	return all
}
