# frozen_string_literal: true

# RubyGems takes longer to load than many functions to run. Until a file isn't found without it, or a constant of it is
# asked for, it stays where it is.
module LambdaWorkbench
  module Requiring
    private

    def require(name)
      loaded = super
      Output.adopt_logger if loaded && name == 'logger'
      loaded
    rescue LoadError
      raise if LambdaWorkbench.rubygems?

      super('rubygems')
      retry
    end

    def gem(...)
      require 'rubygems'
      super
    end
  end

  def self.rubygems?
    Object.autoload?(:Gem).nil?
  end
end

Object.autoload(:Gem, 'rubygems') unless defined?(Gem)
# Between Object and Kernel: RubyGems replaces the method of Kernel, and must not meet this one there.
Object.include(LambdaWorkbench::Requiring)
