package exporttest

import "go.yaml.in/yaml/v3"

// transform replaces what is SAM's by what SAM makes of it, as aws-sam-translator
// 1.110.0 does: samtranslator/model/stepfunctions.
func (t *template) transform() {
	for _, r := range append([]*resource{}, t.resources...) {
		if r.kind == "AWS::Serverless::StateMachine" {
			t.serverless(r)
		}
	}
	// What the machines mention may be made only now.
	for _, r := range t.resources {
		r.evaluated = nil
	}
}

func (t *template) serverless(r *resource) {
	p := map[string]*yaml.Node{}
	judged := map[string]any{}
	for i := 0; i < len(r.written.Content); i += 2 {
		key, value := r.written.Content[i].Value, r.written.Content[i+1]
		p[key], judged[key] = value, unresolved(value)
	}
	for _, problem := range judge(r.kind, judged) {
		t.problem("%s: %s", r.name, problem)
	}
	text := func(key string) string {
		if p[key] == nil {
			return ""
		}
		return p[key].Value
	}
	definition, ok := t.others[text("DefinitionUri")]
	if !ok {
		t.problem("%s: there is no file %q", r.name, text("DefinitionUri"))
	}
	r.kind, r.written = "AWS::StepFunctions::StateMachine", nil
	r.made = map[string]any{"DefinitionString": string(definition)}
	for from, to := range map[string]string{
		"Name": "StateMachineName", "Type": "StateMachineType", "Role": "RoleArn", "Logging": "LoggingConfiguration",
		"Tracing": "TracingConfiguration", "DefinitionSubstitutions": "DefinitionSubstitutions",
	} {
		if p[from] != nil {
			r.made[to] = p[from]
		}
	}
	all := []any{}
	if p["Tags"] != nil {
		for i := 0; i < len(p["Tags"].Content); i += 2 {
			all = append(all, map[string]any{"Key": p["Tags"].Content[i].Value, "Value": p["Tags"].Content[i+1]})
		}
	}
	r.made["Tags"] = all // and stateMachine:createdBy: SAM, which is left out here
	target := reference("!Ref", r.name)
	if published := text("AutoPublishAlias"); published != "" {
		version, alias := r.name+"Version", r.name+"Alias"+published
		t.add(&resource{name: version, kind: "AWS::StepFunctions::StateMachineVersion", kept: true, made: map[string]any{
			"StateMachineArn": reference("!Ref", r.name), "StateMachineRevisionId": reference("!GetAtt", r.name+".StateMachineRevisionId"),
		}})
		t.add(&resource{name: alias, kind: "AWS::StepFunctions::StateMachineAlias", made: map[string]any{
			"Name": published, "DeploymentPreference": map[string]any{"Type": "ALL_AT_ONCE", "StateMachineVersionArn": reference("!Ref", version)},
		}})
		if text("UseAliasAsEventTarget") == "true" {
			target = reference("!Ref", alias)
		}
	}
	if p["Events"] == nil {
		return
	}
	for i := 0; i < len(p["Events"].Content); i += 2 {
		// Type: ScheduleV2, Properties: …, as the schema has it.
		var event struct {
			Type       string               `yaml:"Type"`
			Properties map[string]yaml.Node `yaml:"Properties"`
		}
		if err := p["Events"].Content[i+1].Decode(&event); err != nil {
			t.problem("%s: %w", r.name, err)
		}
		made, to := map[string]any{}, map[string]any{"Arn": target}
		for key, value := range event.Properties {
			if key == "Input" || key == "RoleArn" {
				to[key] = &value
			} else {
				made[key] = &value
			}
		}
		made["Target"] = to
		t.add(&resource{name: r.name + p["Events"].Content[i].Value, kind: "AWS::Scheduler::Schedule", made: made, event: true})
	}
}

func reference(tag, to string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: to}
}

// unresolved is a value in which what is mentioned is a string, whatever it
// gives: that is how SAM judges it.
func unresolved(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = unresolved(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, e := range n.Content {
			out = append(out, unresolved(e))
		}
		return out
	default:
		if n.Tag == "!!bool" {
			return n.Value == "true"
		}
		return n.Value
	}
}
