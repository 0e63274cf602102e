# frozen_string_literal: true

# Runs a Ruby Lambda function outside Lambda, by the rules of Lambda's own Ruby runtime.
#
#     ruby --disable-gems ruby.rb
#
# Little is loaded at the start: each file is part of a cold start. RubyGems comes when the function first needs it, the
# logger's format when it first requires the logger.

require_relative 'ruby-client'
require_relative 'ruby-output'
require_relative 'ruby-require'
require_relative 'ruby-function'

module LambdaWorkbench
  # What a process ends with: -4 and -1 of Lambda's runtime, as the system sees them.
  INIT_FAILED = 252
  CRITICAL = 255

  def self.main
    root = ENV.fetch('LAMBDA_TASK_ROOT')
    $LOAD_PATH.unshift(root)
    $PROGRAM_NAME = 'bootstrap'
    client = Client.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))
    Output.install
    handler = load_handler(client)
    exit(serve(client, handler))
  end

  def self.load_handler(client)
    handler = Handler.new(ENV.fetch('_HANDLER', ''))
    require handler.file
    handler
  rescue Exception => error
    failure = Failure.new(error, 'Init')
    Output.log_failure("Init error when loading handler #{ENV['_HANDLER']}", failure)
    client.init_error(failure)
    exit(INIT_FAILED)
  end

  # Handles events until one ends the process; returns what it ends with.
  def self.serve(client, handler)
    # `loop` has a frame of its own in Ruby 3.3, which would be in all errors.
    while true
      invocation = client.next
      Output.request_id = invocation.request_id
      ENV['_X_AMZN_TRACE_ID'] = invocation.trace_id if invocation.trace_id
      # What is no JSON is nobody's to report: the process ends of it.
      event = parse(invocation) { return INIT_FAILED }
      failure = handle(client, handler, invocation, event)
      Output.finish_lines
      return CRITICAL if failure&.critical?
    end
  end

  def self.parse(invocation)
    return invocation.body unless invocation.content_type == 'application/json'

    JSON.parse(invocation.body)
  rescue JSON::ParserError => error
    Output.log_failure('The event is no JSON', Failure.new(error, 'Init'))
    yield
  end

  def self.handle(client, handler, invocation, event)
    body, content_type = marshal(handler.call(event: event, context: Context.new(invocation)))
    client.response(invocation.request_id, body, content_type)
    nil
  rescue Exception => error
    failure = Failure.new(error, 'Function')
    Output.log_failure(failure.critical? ? 'Critical exception from handler' : 'Error raised from handler method', failure)
    client.error(invocation.request_id, failure)
    failure
  end

  # Streams go out as they are. StringIO needn't be loaded.
  def self.marshal(result)
    return [result.read, 'application/unknown'] if result.is_a?(IO) || (defined?(StringIO) && result.is_a?(StringIO))

    [result.to_json, 'application/json']
  end

  private_class_method :load_handler, :serve, :parse, :handle, :marshal
end

LambdaWorkbench.main
