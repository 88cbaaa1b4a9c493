namespace Grpc.Core;

/// <summary>A method of a service: kind, name, and how its messages become bytes. Immutable.</summary>
public sealed class Method<TRequest, TResponse>
{
    /// <summary>Describes a method; generated code does this once for each.</summary>
    public Method(
        MethodType type,
        string serviceName,
        string name,
        Marshaller<TRequest> requestMarshaller,
        Marshaller<TResponse> responseMarshaller)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceName);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(requestMarshaller);
        ArgumentNullException.ThrowIfNull(responseMarshaller);
        Type = type;
        ServiceName = serviceName;
        Name = name;
        RequestMarshaller = requestMarshaller;
        ResponseMarshaller = responseMarshaller;
        FullName = $"/{serviceName}/{name}";
    }

    /// <summary>The kind of call.</summary>
    public MethodType Type { get; }

    /// <summary>The service with its package, as in "package.Service".</summary>
    public string ServiceName { get; }

    /// <summary>The method alone.</summary>
    public string Name { get; }

    /// <summary>The path of the HTTP/2 request: "/package.Service/Method".</summary>
    public string FullName { get; }

    /// <summary>Bytes of requests.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; }

    /// <summary>Bytes of responses.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; }
}
