package catalog

import "github.com/zclconf/go-cty/cty"

// eksCall calls the Kubernetes API of an EKS cluster.
var eksCall = Kind{
	Name: "eks_call",
	Doc:  "Calls the Kubernetes API of an Amazon EKS cluster and waits for its answer.",
	Args: []Arg{
		{
			Name: "cluster", ASL: "ClusterName", Type: cty.String, Required: true,
			Doc: "Name of the cluster.",
		},
		{
			Name: "certificate_authority", ASL: "CertificateAuthority", Type: cty.String, Required: true,
			Doc: "Certificate of the cluster, in base64, as DescribeCluster gives it.",
		},
		{
			Name: "endpoint", ASL: "Endpoint", Type: cty.String, Required: true,
			Doc: "URL of the cluster's API server, as DescribeCluster gives it.",
		},
		{
			Name: "method", ASL: "Method", Type: cty.String, Required: true,
			Enum: []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"},
			Doc:  "Method of the request.",
		},
		{
			Name: "path", ASL: "Path", Type: cty.String, Required: true,
			Doc: "Path of the request, such as `/api/v1/namespaces/default/pods`.",
		},
		{
			Name: "query", Type: pairs,
			Doc: "Parameters of the query, with one value each; `parameters` gives one more.",
		},
		{
			Name: "body", ASL: "RequestBody", Type: whatever, Keep: true,
			Doc: "Body of the request: any value, sent as JSON.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource:  "arn:aws:states:::eks:call",
			Arguments: `{ QueryParameters = query == null ? null : { for name, value in query : name => [value] } }`,
		},
		Result: record(map[string]cty.Type{
			"Headers":      whatever,
			"ResponseBody": whatever,
			"StatusCode":   cty.Number,
			"StatusText":   cty.String,
		}),
	}},
	Free: "IAM has no say in it: the cluster lets the machine's role in, by an access entry or its `aws-auth` map, and " +
		"Kubernetes' own roles say what it may do there.",
	Notes: []string{
		"The cluster's endpoint has to be public.",
		"The members of the result are those of API Gateway's integration, and the errors are named as its are; both are unverified.",
	},
	Errors: []string{
		"EKS.400",
		"EKS.401",
		"EKS.403",
		"EKS.404",
		"EKS.409",
		"EKS.429",
		"EKS.500",
		"EKS.503",
	},
	Transient: []string{"EKS.429", "EKS.500", "EKS.503", "EKS.SdkClientException"},
	Example: `task "eks_call" "pods" {
  cluster               = "batch"
  certificate_authority = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"
  endpoint              = "https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com"
  method                = "GET"
  path                  = "/api/v1/namespaces/default/pods"
  query                 = { labelSelector = "job-name=${run.name}" }
}`,
}
