package apimodel

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSignatures compares the table with signatures that were made of another
// source, botocore's models.
func TestSignatures(t *testing.T) {
	file, err := os.Open(filepath.Join(shared, "reference", "aws-facts.md"))
	if err != nil {
		t.Skip("the facts about AWS are not here")
	}
	defer file.Close()
	var (
		service     *Service
		differences []string
		seen        int
	)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if m := signatureService.FindStringSubmatch(line); m != nil {
			name := strings.ReplaceAll(m[1], "-", "")
			if other, ok := map[string]string{"events": "eventbridge", "stepfunctions": "sfn"}[name]; ok {
				name = other
			}
			var ok bool
			if service, ok = Lookup(name); !ok {
				t.Errorf("the table has no service %s", name)
			}
			continue
		}
		m := signature.FindStringSubmatch(line)
		if m == nil || service == nil {
			continue
		}
		op, ok := service.Operation(m[1])
		if !ok {
			differences = append(differences, service.Name+":"+m[1]+" is not in the table")
			continue
		}
		seen++
		c := &comparison{in: service.Name + ":" + m[1]}
		c.text = m[2]
		c.value(op.Input, ".in", true)
		c.text = m[3]
		c.value(op.Output, ".out", false)
		differences = append(differences, c.differences...)
		for _, name := range strings.Split(m[4], ", ") {
			if name != "" && !strings.HasSuffix(name, "…") && !slices.Contains(op.Errors, name) {
				differences = append(differences, c.in+" raises "+name)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if seen < 60 {
		t.Errorf("only %d signatures were compared", seen)
	}
	t.Logf("%d signatures", seen)
	if diff := cmp.Diff(knownDifferences, differences); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

var (
	signatureService = regexp.MustCompile(`^### ([a-z-]+) \(API `)
	signature        = regexp.MustCompile("^\\* \\*\\*(\\w+)\\*\\* in `(.*?)`  out `(.*?)`(?:  err (.*))?$")
)

// A comparison reads a signature and compares it with a shape.
type comparison struct {
	in, text    string
	differences []string
}

func (c *comparison) differ(format string, args ...any) {
	c.differences = append(c.differences, c.in+fmt.Sprintf(format, args...))
}

func (c *comparison) take(prefix string) bool {
	rest, ok := strings.CutPrefix(c.text, prefix)
	c.text = rest // as it was where it has no such prefix
	return ok
}

// value reads a type. s is nil in what the table does not have.
func (c *comparison) value(s *Shape, at string, input bool) {
	switch {
	case c.take("{"):
		c.structure(s, at, input)
	case c.take("["):
		c.value(c.elem(s, List, at), at+"[]", input)
		c.take("]")
	case c.take("map<"):
		c.value(nil, at, input) // keys are text
		c.take(",")
		c.value(c.elem(s, Map, at), at+"{}", input)
		c.take(">")
	default:
		word := wordForm.FindString(c.text)
		c.text = c.text[len(word):]
		if want, ok := kindOf[word]; ok && s != nil && s.Kind != want && !(want == String && s.Kind == Enum) {
			c.differ("%s is a %s, not kind %d", at, word, s.Kind)
		}
	}
	// Bounds and values, in either order: [max=256]{A|B}.
	c.bounds()
	defer c.bounds()
	if values := valuesForm.FindString(c.text); values != "" {
		c.text = c.text[len(values):]
		for _, v := range strings.Split(strings.Trim(values, "{}"), "|") {
			if s != nil && s.Kind == Enum && !strings.Contains(v, "…") && !slices.Contains(s.Values, v) {
				c.differ("%s may be %s", at, v)
			}
		}
	}
}

func (c *comparison) bounds() { c.take(boundsForm.FindString(c.text)) }

var (
	wordForm   = regexp.MustCompile(`^[A-Za-z0-9_]+`)
	boundsForm = regexp.MustCompile(`^\[(?:min|max)=[^\]]*\]`)
	valuesForm = regexp.MustCompile(`^\{[^{}*?:,]*\}`)
	kindOf     = map[string]Kind{
		"str": String, "int": Integer, "long": Integer, "bool": Boolean, "double": Number, "float": Number,
		"timestamp": Timestamp, "blob": Blob,
	}
)

func (c *comparison) elem(s *Shape, want Kind, at string) *Shape {
	if s == nil {
		return nil
	}
	if s.Kind != want {
		c.differ("%s is of kind %d, not %d", at, s.Kind, want)
		return nil
	}
	return s.Elem
}

func (c *comparison) structure(s *Shape, at string, input bool) {
	if s != nil && s.Kind != Structure && s.Kind != Union {
		c.differ("%s is of kind %d, not a structure", at, s.Kind)
		s = nil
	}
	var names []string
	for !c.take("}") {
		if c.take(", ") {
			continue
		}
		required := c.take("*")
		c.take("?")
		name := wordForm.FindString(c.text)
		if name == "" {
			c.differ("%s: not understood: %.40s", at, c.text)
			c.text = ""
			return
		}
		c.text = c.text[len(name):]
		c.take(":")
		var of *Shape
		if s != nil {
			if m, ok := s.Member(capital(name)); !ok {
				c.differ("%s.%s is not in the table", at, name)
			} else {
				of = m.Shape
				if input && m.Required != required {
					c.differ("%s.%s: required %v", at, name, required)
				}
			}
		}
		names = append(names, capital(name))
		c.value(of, at+"."+name, input)
	}
	if s == nil {
		return
	}
	for _, m := range s.Members {
		if !slices.Contains(names, m.Name) {
			c.differ("%s.%s is in the table only", at, m.Name)
		}
	}
}

// knownDifferences are what the SDK has otherwise than the models of the date on
// which the signatures were made.
var knownDifferences = []string{
	"emrcontainers:CreateVirtualCluster.in.sessionEnabled is not in the table",
	"emrcontainers:CreateVirtualCluster.in.schedulerConfiguration is not in the table",
	"emrserverless:CreateApplication.in.imageConfiguration.applicationLevelDigestResolution is not in the table",
	"sagemaker:CreateTrainingJob.in.ResourceConfig.InstancePreferences is in the table only",
	"sagemaker:CreateTrainingJob.in.ResourceConfig.SelectedInstanceCount is in the table only",
	"sagemaker:CreateTrainingJob.in.ResourceConfig.SelectedInstanceType is in the table only",
	"sagemaker:CreateEndpointConfig.in.ProductionVariants[].AcceleratorPartitionLayouts is in the table only",
	"sagemaker:CreateEndpointConfig.in.ShadowProductionVariants[].AcceleratorPartitionLayouts is in the table only",
	"redshiftdata:ExecuteStatement.in.WaitTimeSeconds is not in the table",
	"redshiftdata:ExecuteStatement.out.Status is not in the table",
	"redshiftdata:ExecuteStatement.out.RedshiftPid is not in the table",
	"redshiftdata:ExecuteStatement.out.HasResultSet is not in the table",
	"redshiftdata:BatchExecuteStatement.in.ExecutionMode is not in the table",
	"redshiftdata:BatchExecuteStatement.in.WaitTimeSeconds is not in the table",
	"redshiftdata:BatchExecuteStatement.out.Status is not in the table",
	"redshiftdata:BatchExecuteStatement.out.RedshiftPid is not in the table",
	"redshiftdata:BatchExecuteStatement.out.HasResultSet is not in the table",
	"redshiftdata:DescribeStatement.in.WaitTimeSeconds is not in the table",
	"redshiftdata:DescribeStatement.out.ExecutionMode is not in the table",
	"redshiftdata:DescribeStatement raises ActiveWaitingRequestsExceededException",
	"redshiftdata:GetStatementResult.in.WaitTimeSeconds is not in the table",
	"redshiftdata:GetStatementResult raises ActiveWaitingRequestsExceededException",
	"eks:CreateCluster.in.KubeApiServerConfig is in the table only",
	"eks:CreateCluster.in.KubeControllerManagerConfig is in the table only",
	"eks:CreateCluster.in.KubeSchedulerConfig is in the table only",
	"codebuild:StartBuild.in.hostKernelOverride is not in the table",
}
