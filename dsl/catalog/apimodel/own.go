package apimodel

import (
	"slices"
	"strings"
	"sync"
)

// ownOperations are the actions of optimized integrations that are none of an API,
// or take more than the API does, as the Developer Guide describes each. Their
// outputs are a Document where nobody has verified what they give.
var ownOperations = map[string]func() *Operation{
	"elasticmapreduce:addStep": own("AddStep", func() []Member {
		steps, _ := mustHave("emr", "AddJobFlowSteps").Input.Member("Steps")
		return []Member{need("ClusterId", text), may("ExecutionRoleArn", text), need("Step", steps.Shape.Elem)}
	}),
	"elasticmapreduce:cancelStep": own("CancelStep", func() []Member {
		return []Member{need("ClusterId", text), need("StepId", text)}
	}),
	"elasticmapreduce:createCluster": own("CreateCluster", func() []Member {
		return mustHave("emr", "RunJobFlow").Input.Members
	}),
	"elasticmapreduce:terminateCluster": own("TerminateCluster", func() []Member {
		return []Member{need("ClusterId", text)}
	}),
	"elasticmapreduce:setClusterTerminationProtection": own("SetClusterTerminationProtection", func() []Member {
		return []Member{need("ClusterId", text), need("TerminationProtected", boolean)}
	}),
	"elasticmapreduce:modifyInstanceFleetByName": own("ModifyInstanceFleetByName", func() []Member {
		fleet, _ := mustHave("emr", "ModifyInstanceFleet").Input.Member("InstanceFleet")
		return []Member{
			need("ClusterId", text), need("InstanceFleet", without(fleet.Shape, "InstanceFleetId")), need("InstanceFleetName", text),
		}
	}),
	"elasticmapreduce:modifyInstanceGroupByName": own("ModifyInstanceGroupByName", func() []Member {
		groups, _ := mustHave("emr", "ModifyInstanceGroups").Input.Member("InstanceGroups")
		return []Member{
			need("ClusterId", text), need("InstanceGroup", without(groups.Shape.Elem, "InstanceGroupId")), need("InstanceGroupName", text),
		}
	}),
	"bedrock:invokeModel": own("InvokeModel", func() []Member {
		place := structure(may("S3Uri", text))
		return append(slices.Clone(mustHave("bedrockruntime", "InvokeModel").Input.Members), may("Input", place), may("Output", place))
	}),
	"http:invoke": own("Invoke", func() []Member {
		connection := structure(need("ConnectionArn", text))
		return []Member{
			need("ApiEndpoint", text), may("Authentication", connection), may("Headers", documents), may("InvocationConfig", connection),
			need("Method", method), may("QueryParameters", documents), may("RequestBody", document), may("Transform", document),
		}
	}),
	"apigateway:invoke": own("Invoke", func() []Member {
		auth := &Shape{Kind: Enum, Values: []string{"IAM_ROLE", "NO_AUTH", "RESOURCE_POLICY"}}
		return []Member{
			may("AllowNullValues", boolean), need("ApiEndpoint", text), may("AuthType", auth), may("Headers", documents),
			need("Method", method), may("Path", text), may("QueryParameters", documents), may("RequestBody", document), may("Stage", text),
		}
	}),
	"eks:call": own("Call", func() []Member {
		return []Member{
			need("CertificateAuthority", text), need("ClusterName", text), need("Endpoint", text), need("Method", method),
			need("Path", text), may("QueryParameters", documents), may("RequestBody", document),
		}
	}),
	"eks:runJob": own("RunJob", func() []Member {
		return []Member{
			need("CertificateAuthority", text), need("ClusterName", text), need("Endpoint", text), need("Job", document),
			may("LogOptions", document), may("Namespace", text),
		}
	}),
}

var (
	text      = &Shape{Kind: String}
	boolean   = &Shape{Kind: Boolean}
	document  = &Shape{Kind: Document}
	documents = &Shape{Kind: Map, Elem: document}
	method    = &Shape{Kind: Enum, Values: []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}}
)

// own makes an operation when it is first asked for.
func own(name string, members func() []Member) func() *Operation {
	return sync.OnceValue(func() *Operation {
		return &Operation{Name: name, Input: structure(members()...), Output: document}
	})
}

func need(name string, s *Shape) Member { return Member{Name: name, Required: true, Shape: s} }
func may(name string, s *Shape) Member  { return Member{Name: name, Shape: s} }

func structure(members ...Member) *Shape {
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	return &Shape{Kind: Structure, Members: members}
}

// without is a structure without the member that another one's name takes the
// place of.
func without(s *Shape, name string) *Shape {
	return structure(slices.DeleteFunc(slices.Clone(s.Members), func(m Member) bool { return m.Name == name })...)
}

// mustHave finds what a test has found before.
func mustHave(service, operation string) *Operation {
	s, ok := Lookup(service)
	if !ok {
		panic("apimodel: the table has no service " + service)
	}
	op, ok := s.Operation(operation)
	if !ok {
		panic("apimodel: " + service + " has no operation " + operation)
	}
	return op
}
