package validate

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// exclude checks that a value is not given twice.
func (x *stateChecker) exclude(state asl.State) {
	switch s := state.(type) {
	case *asl.Task:
		x.one("TimeoutSeconds", s.TimeoutSeconds, "TimeoutSecondsPath", s.TimeoutSecondsPath)
		x.one("HeartbeatSeconds", s.HeartbeatSeconds, "HeartbeatSecondsPath", s.HeartbeatSecondsPath)
	case *asl.Fail:
		x.one("Error", s.Error, "ErrorPath", s.ErrorPath)
		x.one("Cause", s.Cause, "CausePath", s.CausePath)
	case *asl.Map:
		x.one("MaxConcurrency", s.MaxConcurrency, "MaxConcurrencyPath", s.MaxConcurrencyPath)
		x.one("ToleratedFailureCount", s.ToleratedFailureCount, "ToleratedFailureCountPath", s.ToleratedFailureCountPath)
		x.one("ToleratedFailurePercentage", s.ToleratedFailurePercentage, "ToleratedFailurePercentagePath", s.ToleratedFailurePercentagePath)
		x.one("ItemSelector", s.ItemSelector, "Parameters", s.Parameters)
		if v, ok := s.Extra.Get("Iterator"); ok && s.Processor != nil {
			x.one("ItemProcessor", asl.Null{}, "Iterator", v)
		}
		if v, ok := s.Extra.Get("ItemProcessor"); ok && s.Processor != nil {
			x.one("Iterator", asl.Null{}, "ItemProcessor", v)
		}
	case *asl.Pass, *asl.Choice, *asl.Wait, *asl.Succeed, *asl.Parallel:
	}
}

func (x *stateChecker) one(a string, av asl.Value, b string, bv asl.Value) {
	if av != nil && bv != nil {
		x.add(Exclusive, x.at.member(b), "Keep one of them.", "%s and %s exclude each other.", a, b)
	}
}

func (x *stateChecker) task(s *asl.Task) {
	if s.Resource != "" {
		x.resource(x.at.member("Resource"), s.Resource)
	}
	timeout, known := whole(s.TimeoutSeconds)
	heartbeat, alsoKnown := whole(s.HeartbeatSeconds)
	if known && alsoKnown && heartbeat >= timeout {
		x.add(Heartbeat, x.at.member("HeartbeatSeconds"), "Make it smaller than TimeoutSeconds.",
			"HeartbeatSeconds is %d, which is not less than TimeoutSeconds, %d.", heartbeat, timeout)
	}
	if o, ok := s.Credentials.(asl.Object); ok {
		_, fixed := o.Get("RoleArn")
		_, dynamic := o.Get("RoleArn.$")
		if !fixed && !dynamic {
			x.add(Credentials, x.at.member("Credentials"), "Add RoleArn.", "RoleArn is missing.")
		}
	}
}

func whole(v asl.Value) (int64, bool) {
	n, ok := v.(asl.Number)
	if !ok {
		return 0, false
	}
	i, err := strconv.ParseInt(string(n), 10, 64)
	return i, err == nil
}

func (x *stateChecker) wait(s *asl.Wait) {
	var there []string
	for _, f := range []asl.Member{
		{Key: "Seconds", Value: s.Seconds},
		{Key: "SecondsPath", Value: s.SecondsPath},
		{Key: "Timestamp", Value: s.Timestamp},
		{Key: "TimestampPath", Value: s.TimestampPath},
	} {
		if f.Value != nil {
			there = append(there, f.Key)
		}
	}
	switch {
	case len(there) == 0:
		x.add(Missing, x.at, "Add Seconds or Timestamp.", "The Wait has none of Seconds, Timestamp, SecondsPath and TimestampPath.")
	case len(there) > 1:
		x.add(Exclusive, x.at.member(there[1]), "Keep one of them.", "%s exclude each other.", strings.Join(there, " and "))
	}
}

func distributed(s *asl.Map) bool {
	return s.Processor != nil && s.Processor.ProcessorConfig != nil && s.Processor.ProcessorConfig.Mode == "DISTRIBUTED"
}

func (x *stateChecker) mapState(s *asl.Map) {
	if s.Processor == nil && !x.kept("ItemProcessor") && !x.kept("Iterator") {
		x.add(Missing, x.at, "Add ItemProcessor, with the states that handle one item.", "ItemProcessor is missing.")
	}
	x.label(s)
	if s.Processor != nil {
		x.mode(s)
	}
	x.reader(s)
	if o, ok := s.ItemBatcher.(asl.Object); ok {
		at := x.at.member("ItemBatcher")
		x.each(at, o)
		x.pair(at, o, "MaxItemsPerBatch")
		x.pair(at, o, "MaxInputBytesPerBatch")
	}
	if o, ok := s.ResultWriter.(asl.Object); ok {
		at := x.at.member("ResultWriter")
		x.each(at, o)
		x.s3(at, o, "s3:putObject")
		if !has(o, "Resource") && !has(o, "WriterConfig") && !has(o, "Parameters") && !has(o, "Arguments") {
			x.add(Missing, at, "Add Resource, with Arguments that name a bucket, or WriterConfig.", "The ResultWriter neither writes to S3 nor has a WriterConfig.")
		}
	}
}

func has(o asl.Object, key string) bool {
	_, ok := o.Get(key)
	return ok
}

// each checks the fields of an object inside the state that have a rule.
func (x *stateChecker) each(at *place, o asl.Object) {
	for _, m := range o {
		x.field(at, m.Key, m.Value)
	}
}

// pair checks that a limit is not given by value and by path.
func (x *stateChecker) pair(at *place, o asl.Object, key string) {
	if has(o, key) && has(o, key+"Path") {
		x.add(Exclusive, at.member(key+"Path"), "Keep one of them.", "%s and %sPath exclude each other.", key, key)
	}
}

// mode checks what belongs to distributed Maps.
func (x *stateChecker) mode(s *asl.Map) {
	processor := x.at.member(s.ProcessorField())
	config := s.Processor.ProcessorConfig
	if config == nil && has(s.Processor.Extra, "ProcessorConfig") || config != nil && has(config.Extra, "Mode") {
		return // the mode is not known
	}
	if distributed(s) {
		at := processor.member("ProcessorConfig")
		if x.express {
			x.add(Express, at.member("Mode"), "Make the machine a Standard one.", "An Express machine does not support distributed Maps.")
		}
		if config.ExecutionType == "" && !has(config.Extra, "ExecutionType") {
			x.add(DistributedMap, at, "Add ExecutionType: STANDARD or EXPRESS.", "A distributed Map needs ExecutionType.")
		}
		return
	}
	fix := "Remove it, or set ProcessorConfig's Mode to DISTRIBUTED."
	for _, f := range []asl.Member{
		{Key: "ItemReader", Value: s.ItemReader},
		{Key: "ItemBatcher", Value: s.ItemBatcher},
		{Key: "ResultWriter", Value: s.ResultWriter},
	} {
		if f.Value != nil {
			x.add(InlineMap, x.at.member(f.Key), fix, "%s belongs to distributed Maps.", f.Key)
		}
	}
}

func (x *stateChecker) reader(s *asl.Map) {
	o, ok := s.ItemReader.(asl.Object)
	if !ok {
		return
	}
	at := x.at.member("ItemReader")
	x.each(at, o)
	x.s3(at, o, "s3:getObject", "s3:listObjectsV2")
	v, _ := o.Get("ReaderConfig")
	config, ok := v.(asl.Object)
	if !ok {
		return
	}
	at = at.member("ReaderConfig")
	x.each(at, config)
	x.pair(at, config, "MaxItems")
}

// s3 checks the resource of an ItemReader or ResultWriter.
func (x *stateChecker) s3(at *place, o asl.Object, actions ...string) {
	v, _ := o.Get("Resource")
	s, ok := v.(asl.String)
	if !ok || placeholder(string(s)) || s == "" {
		return
	}
	for _, action := range actions {
		if strings.HasPrefix(string(s), "arn:") && strings.HasSuffix(string(s), ":states:::"+action) {
			return
		}
	}
	x.add(DistributedMap, at.member("Resource"), "Use arn:aws:states:::"+strings.Join(actions, " or arn:aws:states:::")+".",
		"The resource %q is not one that can be used here.", string(s))
}

func (x *stateChecker) label(s *asl.Map) {
	at := x.at.member("Label")
	label := s.Label
	if v, ok := s.Extra.Get("Label"); ok {
		if text, isString := v.(asl.String); !isString || text != "" {
			return // of the wrong form
		}
	} else if label == "" {
		return
	}
	if placeholder(label) {
		return
	}
	if n := utf8.RuneCountInString(label); n < 1 || n > 40 {
		x.add(Label, at, "Choose a label of that length, or leave it out.", "The label has %d characters; 1 to 40 are allowed.", n)
		return
	}
	for _, r := range label {
		if strings.ContainsRune("?*<>{}[]:;,\\|^~$#%&`\"", r) || unicode.IsSpace(r) || unicode.IsControl(r) || r >= 0xFFFE && r <= 0xFFFF {
			x.add(Label, at, "Choose letters, digits, - and _.", "The label contains the character %q.", r)
			return
		}
	}
	if x.labels[label] {
		x.add(LabelTwice, at, "Choose another label.", "Another Map has the label %q.", label)
	}
	x.labels[label] = true
}
