import { App } from 'aws-cdk-lib';
import { PhotosStack } from '../lib/photos-stack';

new PhotosStack(new App(), 'Photos');
