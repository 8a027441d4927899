package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/pipectl/pipectl/asl"
)

// Dataflow Runner starts an EMR cluster from a cluster configuration, runs the
// steps of a playbook on it one after the other, and ends it. Both files are JSON,
// self-describing or the data alone, with Go templates in their texts.

// A runnerCluster is the data of a ClusterConfig.
type runnerCluster struct {
	Name      string
	LogURI    string `json:"logUri"`
	Region    string
	Roles     struct{ Jobflow, Service string }
	EC2       runnerEC2 `json:"ec2"`
	Tags      []runnerTag
	Bootstrap []struct {
		Name   string
		Script struct {
			Path string
			Args []string
		} `json:"scriptBootstrapAction"`
	} `json:"bootstrapActionConfigs"`
	Configurations []runnerConfiguration
	Applications   []string
}

type runnerEC2 struct {
	AMIVersion string `json:"amiVersion"`
	KeyName    string `json:"keyName"`
	Location   struct {
		VPC *struct {
			SubnetID *string `json:"subnetId"`
		} `json:"vpc"`
		Classic *struct {
			AvailabilityZone string `json:"availabilityZone"`
		}
	}
	Instances struct{ Master, Core, Task *runnerInstances }
}

type runnerInstances struct {
	Type  string
	Count *int
	Bid   string
	EBS   *struct {
		Optimized *bool `json:"ebs_optimized"`
		Devices   []struct {
			PerInstance *int `json:"volumes_per_instance"`
			Volume      struct {
				Iops *int
				Size int    `json:"size_in_gb"`
				Type string `json:"volume_type"`
			} `json:"volume_specification"`
		} `json:"ebs_block_device_configs"`
	} `json:"ebsConfiguration"`
}

type runnerConfiguration struct {
	Classification string
	Properties     map[string]string
	Configurations []runnerConfiguration
}

type runnerTag struct{ Key, Value string }

// A runnerPlaybook is the data of a PlaybookConfig.
type runnerPlaybook struct {
	Region string
	Steps  []struct {
		Type, Name      string
		ActionOnFailure string `json:"actionOnFailure"`
		Jar             string
		Arguments       []string
	}
	Tags []runnerTag
}

// ImportRunner makes a pipeline of the two files of Dataflow Runner: the cluster,
// and its steps one after the other. The error says what of them cannot be read.
func ImportRunner(cluster, playbook []byte, opts Options) (*Result, error) {
	var c runnerCluster
	var p runnerPlaybook
	m := newImporter(opts, nil)
	r := &runner{m: m}
	if err := r.read("cluster", cluster, &c); err != nil {
		return nil, fmt.Errorf("the cluster: %w", err)
	}
	if err := r.read("playbook", playbook, &p); err != nil {
		return nil, fmt.Errorf("the playbook: %w", err)
	}
	if len(p.Steps) == 0 {
		return nil, fmt.Errorf("the playbook: it has no steps")
	}
	if opts.Name == "" {
		opts.Name = c.Name
	}
	opts.named, opts.Name = opts.Name, PipelineName(opts.Name)
	if opts.Name == "x" {
		opts.Name = "imported"
	}
	m.opts = opts
	m.root = &body{}
	r.steps(&p)
	src := r.write(&c, &p)
	res := m.result(&asl.Machine{}, src)
	res.States = len(p.Steps)
	res.Kinds["cluster"] = 1
	res.Diagnostics = Compile(src, opts.Name, r.values()...)
	return res, nil
}

type runner struct {
	m         *importer
	variables []string
	templates []string // that the variables stand for, by place
}

// values are for a compile that is to say whether the pipeline is right, as the
// variables have none.
func (r *runner) values() []string {
	return slices.Clone(r.variables)
}

var (
	runnerTemplate = regexp.MustCompile(`\{\{\s*(.*?)\s*\}\}`)
	runnerVariable = regexp.MustCompile(`^\.([A-Za-z_][A-Za-z0-9_]*)$`)
	runnerEnviron  = regexp.MustCompile(`^systemEnv "([A-Za-z_][A-Za-z0-9_]*)"$`)
	runnerNow      = regexp.MustCompile(`^nowWithFormat "([^"]*)"$`)
	runnerSpace    = regexp.MustCompile(`\s+`)
	runnerBase64   = regexp.MustCompile(`^base64 "([^"]*)"$`)
)

// text is a text of the files, with what its templates stand for.
func (r *runner) text(s string) value {
	var parts []value
	at := 0
	for _, f := range runnerTemplate.FindAllStringSubmatchIndex(s, -1) {
		if f[0] > at {
			parts = append(parts, text(s[at:f[0]]))
		}
		parts = append(parts, r.action(s[f[2]:f[3]], s[f[0]:f[1]]))
		at = f[1]
	}
	if at < len(s) || len(parts) == 0 {
		parts = append(parts, text(s[at:]))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return joinTexts(parts)
}

func (r *runner) action(action, whole string) value {
	switch {
	case runnerVariable.MatchString(action):
		return r.variable(match(runnerVariable, action), whole)
	case runnerEnviron.MatchString(action):
		return r.variable(match(runnerEnviron, action), whole)
	case runnerBase64.MatchString(action):
		return call("base64encode", text(match(runnerBase64, action)))
	case runnerNow.MatchString(action):
		if spec, ok := dateSpec(match(runnerNow, action)); ok {
			return call("formatdate", text(spec), word("run.scheduled_time"))
		}
	}
	r.m.note("the template %s has no form here and stays as text", whole)
	return text(whole)
}

func (r *runner) variable(name, template string) value {
	name = snake(name)
	if i := slices.Index(r.variables, name); i < 0 {
		r.variables = append(r.variables, name)
		r.templates = append(r.templates, template)
	} else if runnerSpace.ReplaceAllString(r.templates[i], "") != runnerSpace.ReplaceAllString(template, "") {
		r.m.note("%s and %s are the same variable %q here", r.templates[i], template, name)
	}
	return word("var." + name)
}

// dateSpec is a layout of Go's time package as formatdate has it; false where
// some of it has no form.
func dateSpec(layout string) (string, bool) {
	var b strings.Builder
	parts := []struct{ goes, to string }{
		{"2006", "YYYY"},
		{"January", "MMMM"},
		{"Monday", "EEEE"},
		{"Jan", "MMM"},
		{"Mon", "EEE"},
		{"01", "MM"},
		{"02", "DD"},
		{"15", "hh"},
		{"03", "HH"},
		{"04", "mm"},
		{"05", "ss"},
		{"06", "YY"},
		{"PM", "AA"},
		{"Z07:00", "Z"},
		{"MST", "'UTC'"},
	}
next:
	for i := 0; i < len(layout); {
		for _, p := range parts {
			if strings.HasPrefix(layout[i:], p.goes) {
				b.WriteString(p.to)
				i += len(p.goes)
				continue next
			}
		}
		c := layout[i]
		switch {
		case c >= '0' && c <= '9' || c == '_' && i+1 < len(layout) && layout[i+1] == '2':
			return "", false
		case c == '\'':
			b.WriteString("''''")
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
			b.WriteString("'" + string(c) + "'")
		default:
			b.WriteByte(c)
		}
		i++
	}
	return b.String(), true
}

func (r *runner) texts(list []string) value {
	t := &tuple{}
	for _, s := range list {
		t.items = append(t.items, r.text(s))
	}
	return t
}

// steps writes the steps of a playbook, each after the one before.
func (r *runner) steps(p *runnerPlaybook) {
	outer := r.m.item("steps", "")
	outer.block = "sequence"
	outer.set("cluster", word("cluster.runner"))
	r.m.root.add(outer)
	in := &body{owner: outer}
	outer.bodies = []*body{in}
	for _, s := range p.Steps {
		it := r.m.item(s.Name, "emr_step")
		it.set("name", r.text(s.Name))
		if s.Type != "" && s.Type != "CUSTOM_JAR" {
			r.m.note("the step %q is of type %s; it is imported as a JAR", s.Name, s.Type)
		}
		if s.Jar == "command-runner.jar" {
			it.set("command", r.texts(s.Arguments))
		} else {
			it.set("jar", r.text(s.Jar))
			if len(s.Arguments) > 0 {
				it.set("args", r.texts(s.Arguments))
			}
		}
		switch s.ActionOnFailure {
		case "CONTINUE", "":
			it.catches = []*catch{{on: []string{"any"}, then: "continue", body: &body{owner: it}, end: 1}}
			it.catches[0].body.catch = it.catches[0]
			r.m.note("after %q the steps go on whatever became of it, as before; a run succeeds then", s.Name)
		case "CANCEL_AND_WAIT":
			it.set("on_failure", text("cancel_and_wait"))
		case "TERMINATE_CLUSTER", "TERMINATE_JOB_FLOW":
			it.set("on_failure", text("terminate_cluster"))
		default:
			r.m.note("the step %q has the action %s, which is not known", s.Name, s.ActionOnFailure)
		}
		in.add(it)
		it.after = nil // the sequence says it
	}
}

func (r *runner) write(c *runnerCluster, p *runnerPlaybook) []byte {
	w := &writer{m: r.m}
	w.open("pipeline %s", quote(r.m.opts.Name))
	w.gap()
	w.open("cluster %s %s", quote("emr"), quote("runner"))
	for _, a := range r.cluster(c, p) {
		pr := &printer{in: r.m.root}
		w.line("%s = %s", a.name, pr.expr(a.v, w.level, 2*w.level+len(a.name)+3))
	}
	w.close()
	w.body(r.m.root)
	w.close()
	r.tellRegions(c, p)
	r.tellVariables()
	head := ""
	for _, v := range r.variables {
		head += "variable " + quote(v) + " {\n  type = string\n}\n\n"
	}
	return hclwrite.Format([]byte(head + strings.TrimLeft(w.b.String(), "\n")))
}

// cluster are the arguments of the cluster block.
func (r *runner) cluster(c *runnerCluster, p *runnerPlaybook) []named {
	var out []named
	add := func(name string, v value) { out = append(out, named{name, v}) }
	params := &object{}
	instances := &object{}
	if c.Name != "" {
		add("name", r.text(c.Name))
	}
	release := c.EC2.AMIVersion
	if strings.HasPrefix(release, "2.") || strings.HasPrefix(release, "3.") {
		r.m.note("the AMI version %s is older than EMR's releases, which begin at 4.0.0", release)
	}
	add("release", r.text("emr-"+strings.TrimPrefix(release, "emr-")))
	if len(c.Applications) > 0 {
		add("applications", r.texts(c.Applications))
	}
	if v := c.EC2.Location.VPC; v != nil && v.SubnetID != nil {
		add("subnets", r.texts([]string{*v.SubnetID}))
	}
	if v := c.EC2.Location.Classic; v != nil && v.AvailabilityZone != "" {
		instances.members = append(instances.members, named{"Placement", &object{members: []named{{"AvailabilityZone", r.text(v.AvailabilityZone)}}}})
	}
	add("roles", &object{members: []named{{"service", r.text(c.Roles.Service)}, {"instance", r.text(c.Roles.Jobflow)}}})
	groups := r.groups(c, add)
	if len(c.Bootstrap) > 0 {
		t := &tuple{}
		for _, b := range c.Bootstrap {
			t.items = append(t.items, &object{members: []named{{"name", r.text(b.Name)}, {"script", r.text(b.Script.Path)}, {"args", r.texts(b.Script.Args)}}})
		}
		add("bootstrap", t)
	}
	if len(c.Configurations) > 0 {
		add("configurations", r.configurations(c.Configurations))
	}
	if c.LogURI != "" {
		add("log_uri", r.text(c.LogURI))
	}
	if c.EC2.KeyName != "" {
		instances.members = append(instances.members, named{"Ec2KeyName", r.text(c.EC2.KeyName)})
	}
	if groups != nil {
		instances.members = append(instances.members, named{"InstanceGroups", groups})
	}
	if len(instances.members) > 0 {
		params.members = append(params.members, named{"Instances", instances})
	}
	if tags := r.tags(c, p); len(tags) > 0 {
		t := &tuple{}
		for _, g := range tags {
			t.items = append(t.items, &object{members: []named{{"Key", r.text(g.Key)}, {"Value", r.text(g.Value)}}})
		}
		params.members = append(params.members, named{"Tags", t})
	}
	if len(params.members) > 0 {
		add("parameters", params)
	}
	return out
}

func (r *runner) configurations(list []runnerConfiguration) value {
	t := &tuple{}
	for _, c := range list {
		props := &object{}
		for _, k := range sortedKeys(c.Properties) {
			props.members = append(props.members, named{k, r.text(c.Properties[k])})
		}
		o := &object{members: []named{{"classification", text(c.Classification)}, {"properties", props}}}
		if len(c.Configurations) > 0 {
			o.members = append(o.members, named{"configurations", r.configurations(c.Configurations)})
		}
		t.items = append(t.items, o)
	}
	return t
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// groups are the instances: as primary and core, and all of them as the API has
// them where those say too little.
func (r *runner) groups(c *runnerCluster, add func(string, value)) value {
	in := c.EC2.Instances
	simple := func(name string, g *runnerInstances) {
		if g == nil {
			g = &runnerInstances{}
			r.m.note("the cluster says nothing of its %s instances", name)
		}
		o := &object{members: []named{{"type", r.text(g.Type)}}}
		if g.Count != nil && name == "core" {
			o.members = append(o.members, named{"count", constant{asl.Number(strconv.Itoa(*g.Count))}})
		}
		add(name, o)
	}
	simple("primary", in.Master)
	simple("core", in.Core)
	special := false
	for _, g := range []*runnerInstances{in.Master, in.Core, in.Task} {
		special = special || g != nil && (g.EBS != nil || g.Bid != "")
	}
	if !special && (in.Task == nil || in.Task.Count == nil || *in.Task.Count == 0) {
		return nil
	}
	t := &tuple{}
	for _, g := range []struct {
		role string
		of   *runnerInstances
	}{{"MASTER", in.Master}, {"CORE", in.Core}, {"TASK", in.Task}} {
		if g.of == nil || g.of.Count != nil && *g.of.Count == 0 {
			continue
		}
		count := 1
		if g.of.Count != nil {
			count = *g.of.Count
		}
		o := &object{members: []named{
			{"InstanceRole", text(g.role)}, {"InstanceType", r.text(g.of.Type)}, {"InstanceCount", constant{asl.Number(strconv.Itoa(count))}},
		}}
		if g.of.Bid != "" {
			o.members = append(o.members, named{"Market", text("SPOT")}, named{"BidPrice", r.text(g.of.Bid)})
		}
		if e := g.of.EBS; e != nil {
			ebs := &object{}
			if e.Optimized != nil {
				ebs.members = append(ebs.members, named{"EbsOptimized", constant{asl.Bool(*e.Optimized)}})
			}
			devices := &tuple{}
			for _, d := range e.Devices {
				volume := &object{members: []named{{"VolumeType", text(d.Volume.Type)}, {"SizeInGB", constant{asl.Number(strconv.Itoa(d.Volume.Size))}}}}
				if d.Volume.Iops != nil {
					volume.members = append(volume.members, named{"Iops", constant{asl.Number(strconv.Itoa(*d.Volume.Iops))}})
				}
				device := &object{members: []named{{"VolumeSpecification", volume}}}
				if d.PerInstance != nil {
					device.members = append(device.members, named{"VolumesPerInstance", constant{asl.Number(strconv.Itoa(*d.PerInstance))}})
				}
				devices.items = append(devices.items, device)
			}
			if len(devices.items) > 0 {
				ebs.members = append(ebs.members, named{"EbsBlockDeviceConfigs", devices})
			}
			o.members = append(o.members, named{"EbsConfiguration", ebs})
		}
		t.items = append(t.items, o)
	}
	return t
}
