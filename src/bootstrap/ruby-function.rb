# frozen_string_literal: true

require 'json'

module LambdaWorkbench
  # The function itself: `file.method`, or `file.Class.method` with a class that may be inside of modules.
  class Handler
    attr_reader :file

    def initialize(name)
      parts = name.split('.')
      unless [2, 3].include?(parts.size)
        raise ArgumentError, "Invalid handler #{parts}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME " \
                             'corresponds with an existing Ruby source file FILENAME.rb, CLASS is an optional module/class namespace and ' \
                             'METHOD is a callable method. If using CLASS, METHOD must be a class-level method.'
      end
      @file = parts.first
      @method = parts.last
      @owner = parts[1] if parts.size == 3
    end

    # A method at the top level is a private one of every object.
    def call(event:, context:)
      receiver = @owner ? Kernel.const_get(@owner) : self
      receiver.__send__(@method, event: event, context: context)
    end
  end

  # An error as callers see it. `origin`: `Init` or `Function`.
  class Failure
    # Those that the platform is told by their name.
    NAMED = %w[ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit SystemStackError].freeze
    FRAMES = 100
    OWN = "#{__dir__}/"

    def initialize(error, origin)
      @error = error
      @type = "#{origin}<#{error.class}>"
    end

    # One after which the process isn't trusted with another event.
    def critical?
      !@error.is_a?(StandardError) || @error.is_a?(NameError)
    end

    def reported_type
      NAMED.include?(@error.class.to_s) ? @type : 'Function<UserException>'
    end

    def to_h
      { errorMessage: text(@error.message), errorType: @type, stackTrace: stack }
    end

    def to_json(*)
      to_h.to_json
    end

    private

    def stack
      (@error.backtrace || []).reject { |frame| frame.start_with?(OWN) }.first(FRAMES).map { |frame| text(frame) }
    end

    def text(value)
      value.to_s.encode(Encoding::UTF_8, invalid: :replace, undef: :replace).scrub
    end
  end

  # `context:`, the second argument of a handler.
  class Context
    attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :tenant_id, :identity, :client_context, :log_group_name,
                :log_stream_name, :function_name, :memory_limit_in_mb, :function_version

    def initialize(invocation)
      headers = invocation.headers
      @aws_request_id = invocation.request_id
      @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
      @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
      @tenant_id = headers['lambda-runtime-aws-tenant-id']
      @identity = parse(headers['lambda-runtime-cognito-identity'])
      @client_context = parse(headers['lambda-runtime-client-context'])
      @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
      @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
      @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
      @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
      @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
    end

    def get_remaining_time_in_millis
      [@deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond), 0].max
    end

    private

    def parse(text)
      JSON.parse(text) if text
    end
  end
end
